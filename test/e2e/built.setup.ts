import { ensureBuilt } from '#test/support/built.ts'

export default ensureBuilt
