// References inside the schemas of sources and target that lead to no type: nothing is checked there, which nobody would see.
import type { Diagnostic } from '@patchbay/model/errors';
import { danglingRefs } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';

/** @param whose in words: `The schema of “order”`; @param field where it is told: `mapping#source.order` */
export const checkRefs = (schema: DataSchema, whose: string, field: string): Diagnostic[] =>
  danglingRefs(schema).map(({ ref, at, why }) => {
    const place = at === '' ? '' : ` at ${at}`;
    const said =
      why === 'circle'
        ? `refers to “${ref}”${place}, which leads only to references and back to itself. Let one of them be a type.`
        : `refers to “${ref}”${place}, and there is no such type in it. Put the type under $defs and refer to it as #/$defs/NAME.`;
    const code = why === 'circle' ? 'mapping.circularReference' : 'mapping.unknownReference';
    return { severity: 'error', code, message: `${whose} ${said} Until then nothing is checked there.`, at: { field } };
  });
