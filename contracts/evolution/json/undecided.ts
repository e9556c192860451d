/** Thrown where a schema says what this check has no answer for; never leaves it. */
export class Undecided extends Error {
  override readonly name = "Undecided";
}
