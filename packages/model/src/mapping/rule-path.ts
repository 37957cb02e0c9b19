// Rule ids are target paths in JSON Pointer's spelling (RFC 6901): `/lines/sku`; the root is the empty text.

export const childPath = (parent: string, name: string): string =>
  `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

export const pathNames = (path: string): string[] =>
  path === ''
    ? []
    : path
        .slice(1)
        .split('/')
        .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
