import { allCommands } from '../commands/registry.ts'
import { formatShortcut } from '../ui/shortcut.ts'

/** The few keys worth knowing first; Mod+/ lists the rest. */
const FIRST = ['file.newConnection', 'view.palette', 'connection.toggle', 'message.send', 'file.save', 'view.shortcuts']

export function KeyHints() {
  const commands = allCommands()
  return (
    <dl className="welcome-keys">
      {FIRST.map((id) => {
        const command = commands.find((other) => other.id === id)
        return (
          command?.shortcut && (
            <div key={id}>
              <dt>{command.title()}</dt>
              <dd>
                <kbd className="kbd">{formatShortcut(command.shortcut)}</kbd>
              </dd>
            </div>
          )
        )
      })}
    </dl>
  )
}
