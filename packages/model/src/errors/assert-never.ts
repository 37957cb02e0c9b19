/** Closes a switch over a union: the compiler complains here when a member is forgotten. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected member of a closed union: ${JSON.stringify(value)}`);
}
