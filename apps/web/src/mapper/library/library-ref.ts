// `Order@3`: a thing of the library in one of its versions.

/** `Order@3` in words. */
export const refWords = (ref: string): string => ref.replace(/@(\d+)$/, ', version $1');

export function refParts(ref: string): { readonly name: string; readonly version: number } {
  const at = ref.lastIndexOf('@');
  return { name: ref.slice(0, at), version: Number(ref.slice(at + 1)) };
}
