// References of a schema that is taken into the library and that lead to no type: it is kept as it is, and whoever gives it is told.
import type { Diagnostic } from '@patchbay/model/errors';
import { danglingRefs } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';

/** `at.field` is the place in the schema: `#/properties/lines/items`. */
export const lostRefs = (schema: DataSchema): Diagnostic[] =>
  danglingRefs(schema).map(({ ref, at, why }) => {
    const place = at === '' ? 'The schema itself' : at;
    const said =
      why === 'circle'
        ? `refers to “${ref}”, which leads only to references and back to itself`
        : `refers to “${ref}”, and there is no such type in the schema`;
    const cure =
      why === 'circle'
        ? 'Let one of them be a type.'
        : 'Put the type under $defs, refer to it as #/$defs/NAME and save again.';
    return {
      severity: 'warning',
      code: why === 'circle' ? 'schema.circle' : 'schema.unknownReference',
      message: `${place} ${said}: whatever stands there is taken. ${cure}`,
      at: { field: `#${at}` },
    };
  });
