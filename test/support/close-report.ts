import type { CloseReport } from '#shared/model/connection.ts'

/** How a connection ended, cleanly and from this side unless said otherwise. */
export const closeReportOf = (changes: Partial<CloseReport> = {}): CloseReport => ({
  timeUs: 0,
  code: 1000,
  name: 'Normal closure',
  registry: 'protocol',
  reason: '',
  clean: true,
  initiator: 'local',
  sent: { timeUs: 0, code: 1000, reason: '' },
  received: { timeUs: 1500, code: 1000, reason: '' },
  betweenUs: 1500,
  tcp: { by: 'remote', how: 'fin', text: '' },
  unsentBytes: 0,
  truncatedSeq: null,
  detail: '',
  ...changes,
})
