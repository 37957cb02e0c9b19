// Characters that XML cannot hold stand in workbooks as `_x0007_`, and what looks like that as `_x005F_x0007_`.

export const cellText = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

const special = /[^\t\n\r -\uFFFD]|\r|_(?=x[0-9A-Fa-f]{4}_)/g;

export const writtenCellText = (text: string): string =>
  text.replaceAll(special, (letter) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
