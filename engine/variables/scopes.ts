import { VARIABLE_SCOPES, type Variable, type VariableOrigin } from '#shared/model/variables.ts'

/** The variables of one place. */
export interface VariableTable {
  readonly origin: VariableOrigin
  readonly variables: readonly Variable[]
}

export interface FoundVariable {
  readonly variable: Variable
  readonly origin: VariableOrigin
}

/**
 * What each name means where these tables apply: of two tables the one whose scope is nearer to the connection wins, of two of
 * one scope (folders) the later one, and of two variables in one table the later one. Disabled ones are not there.
 */
export function visibleVariables(tables: readonly VariableTable[]): ReadonlyMap<string, FoundVariable> {
  const visible = new Map<string, FoundVariable>()
  for (const { origin, variables } of tables.toSorted(byScope)) {
    for (const variable of variables) if (variable.enabled) visible.set(variable.name, { variable, origin })
  }
  return visible
}

/** Stable, so folders keep the order in which they were given: the outermost first. */
const byScope = (a: VariableTable, b: VariableTable): number =>
  VARIABLE_SCOPES.indexOf(a.origin.scope) - VARIABLE_SCOPES.indexOf(b.origin.scope)
