/** A name that every file system takes; `otherwise` where nothing of it is left. */
export const fileNameOf = (name: string, otherwise: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80)
    .toLowerCase() || otherwise;
