/** The five words of the pipeline, in order, in both directions. */
export const STAGES = ['gather', 'chunk', 'batch', 'analyze', 'write'] as const;
export type StageName = (typeof STAGES)[number];
