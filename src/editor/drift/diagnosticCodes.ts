/** Whose diagnostics are ours, and what each is about: by this a quick fix is chosen. */
export const DIAGNOSTIC_SOURCE = 'specwright';
export const DIAGNOSTIC_CODES = { stale: 'stale', unverified: 'unverified' } as const;
