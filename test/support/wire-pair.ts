import type { Wire, WireMessage } from '#shared/rpc.ts'

export interface WirePair {
  readonly ours: Wire
  readonly theirs: Wire
  /** Ends the pipe: both sides hear it, and nothing arrives any more. */
  readonly close: () => void
}

/** Two ends of a pipe in memory. Messages are cloned and arrive later, as they do over a port. */
export function createWirePair(): WirePair {
  const ours = createEnd()
  const theirs = createEnd()
  let isOpen = true
  const carry = (to: End) => (message: WireMessage) => {
    const copy = structuredClone(message)
    queueMicrotask(() => {
      if (isOpen) for (const listener of to.messageListeners) listener(copy)
    })
  }
  return {
    ours: { ...ours.wire, post: carry(theirs) },
    theirs: { ...theirs.wire, post: carry(ours) },
    close: () => {
      isOpen = false
      for (const listener of [...ours.closeListeners, ...theirs.closeListeners]) listener()
    },
  }
}

interface End {
  readonly wire: Omit<Wire, 'post'>
  readonly messageListeners: ((message: unknown) => void)[]
  readonly closeListeners: (() => void)[]
}

function createEnd(): End {
  const messageListeners: ((message: unknown) => void)[] = []
  const closeListeners: (() => void)[] = []
  const wire = {
    onMessage: (listener: (message: unknown) => void) => void messageListeners.push(listener),
    onClose: (listener: () => void) => void closeListeners.push(listener),
  }
  return { wire, messageListeners, closeListeners }
}
