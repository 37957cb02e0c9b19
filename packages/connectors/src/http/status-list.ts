import { ConnectorError } from '@patchbay/connector-sdk';

/** Reads `200-299, 402` into a test. Blanks are ignored; an empty list holds nothing. */
export function parseStatusList(text: string, field: string): (status: number) => boolean {
  const ranges = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?$/.exec(part);
      if (match === null) {
        throw new ConnectorError(
          'invalidInput',
          `${field}: "${part}" is no status such as 402 and no range such as 200-299.`,
          {
            next: 'Correct the list in the node, for example: 200-299, 402',
          },
        );
      }
      return { from: Number(match[1]), to: Number(match[2] ?? match[1]) };
    });
  return (status) => ranges.some(({ from, to }) => status >= from && status <= to);
}
