// A schema in a few lines, for tests: path, types, [] for a list, * for required, ? for nullable, … for a type that comes again.
import { flattenSchema } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';

export function outline(schema: DataSchema | undefined): string[] {
  return flattenSchema(schema ?? {}).map((node) => {
    const types = node.types.length === 0 ? 'any' : node.types.join('|');
    const format = node.item.format === undefined ? '' : `(${node.item.format})`;
    const marks = [node.cardinality === 'many' ? '[]' : '', node.required ? '*' : '', node.nullable ? '?' : ''].join(
      '',
    );
    return `${node.path} ${types}${format}${marks}${node.recursive ? '…' : ''}`;
  });
}
