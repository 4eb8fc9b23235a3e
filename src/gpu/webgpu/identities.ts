/** Numbers for objects, so that a key can be made of several: the same object, the same number; undefined is 0. */
export class Identities {
  readonly #numbers = new Map<object, number>();

  of(object: object | undefined): number {
    if (!object) return 0;
    const known = this.#numbers.get(object);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(object, number);
    return number;
  }
}
