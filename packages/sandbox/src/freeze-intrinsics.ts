// Defence in depth of the threads that run generated code: what every object inherits cannot be changed any more, by nobody.

/** Prototypes whose properties code may still set on its own objects, as `error.name = …` does. */
const tamed: readonly object[] = [Object.prototype, Function.prototype, Array.prototype, Error.prototype];
const frozen: readonly object[] = [
  String.prototype,
  Number.prototype,
  Boolean.prototype,
  Map.prototype,
  Set.prototype,
  Date.prototype,
  RegExp.prototype,
  Promise.prototype,
  Object,
  Array,
  JSON,
  Math,
];

/**
 * A frozen prototype would forbid `object.toString = …` on every object (the "override mistake" of ECMAScript), so data
 * properties of the tamed ones become accessors that define the property on the object that is written to.
 */
export function freezeIntrinsics(): void {
  for (const prototype of tamed) {
    for (const name of Reflect.ownKeys(prototype)) tame(prototype, name);
    Object.preventExtensions(prototype);
  }
  for (const intrinsic of frozen) Object.freeze(intrinsic);
}

function tame(prototype: object, name: string | symbol): void {
  const found = Reflect.getOwnPropertyDescriptor(prototype, name);
  if (found === undefined || found.configurable !== true || !('value' in found)) return;
  const { value, enumerable = false } = found;
  Object.defineProperty(prototype, name, {
    configurable: false,
    enumerable,
    get: () => value as unknown,
    set(this: object, next: unknown) {
      if (this === prototype) throw new TypeError(`${String(name)} of a built-in prototype cannot be changed.`);
      Object.defineProperty(this, name, { value: next, configurable: true, enumerable: true, writable: true });
    },
  });
}
