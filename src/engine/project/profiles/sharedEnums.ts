/** Enumerations that entities declare: a request whose field has the same values means the same. */
export class SharedEnums<T> {
  readonly #byValues = new Map<string, T>();

  /** @param owner name of the entity */
  add(owner: string, values: readonly string[], declared: T): void {
    const key = JSON.stringify(values);
    if (!this.#byValues.has(key)) this.#byValues.set(key, declared);
    this.#byValues.set(`${owner} ${key}`, declared);
  }

  /** @param about name of the entity that a request is about: its own come first */
  find(about: string | undefined, values: readonly string[]): T | undefined {
    const key = JSON.stringify(values);
    return this.#byValues.get(`${about} ${key}`) ?? this.#byValues.get(key);
  }
}
