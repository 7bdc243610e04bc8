/** Wrong usage, configuration or input: nothing was done, and the message names the next step. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
