/** The file in the workspace's storage that names the runs which are going on: what is there at the next start was cut off. */
export const UNFINISHED_RUNS = 'unfinished-runs.json';
