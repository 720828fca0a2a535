/** 'secret': its value is never in a file of the workspace; 'prompt': asked for at connect. */
export const VARIABLE_KINDS = ['plain', 'secret', 'prompt'] as const
export type VariableKind = (typeof VARIABLE_KINDS)[number]

export interface Variable {
  readonly name: string
  readonly kind: VariableKind
  /** May hold placeholders. Of a secret: '' in files, and taken as it is; of a prompt: what is offered. */
  readonly value: string
  readonly enabled: boolean
}

/** Where a value comes from; the later one wins. */
export const VARIABLE_SCOPES = ['global', 'workspace', 'environment', 'folder', 'spec', 'connection'] as const
export type VariableScope = (typeof VARIABLE_SCOPES)[number]

/** A variable as a placeholder finds it. */
export interface VariableOrigin {
  readonly scope: VariableScope
  /** The environment or folder, '' elsewhere. */
  readonly place: string
}
