import type { ComponentProps, ReactNode } from 'react'
import './button.css'

type ButtonProps = ComponentProps<'button'> & {
  /** 'primary' once per view; 'quiet' has no border until hovered. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
}

export function Button({ look = 'plain', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`button button-${look} ${className}`} {...rest} />
}

/** A square button whose name is said, not shown; the name is its tooltip too. */
export function IconButton({
  label,
  shortcut,
  icon,
  className = '',
  type = 'button',
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & { readonly label: string; readonly shortcut?: string; readonly icon: ReactNode }) {
  return (
    <button
      type={type}
      className={`icon-button ${className}`}
      aria-label={label}
      title={shortcut ? `${label} (${shortcut})` : label}
      aria-keyshortcuts={shortcut}
      {...rest}
    >
      {icon}
    </button>
  )
}
