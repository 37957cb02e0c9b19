import type { Json, JsonObject } from '@patchbay/model/schema';

/** Sets a field whose name somebody else chose: `__proto__` is a field like any other. */
export function setField(object: JsonObject, name: string, value: Json): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else object[name] = value;
}

/** The own field of that name, or nothing. */
export const ownField = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;
