// Rule ids and memory name fields by JSON Pointer (RFC 6901) without list indexes: `/lines/sku`; the root is the empty text.

export const pointerOf = (path: readonly string[]): string =>
  path
    .filter((step) => step !== '[]')
    .map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
