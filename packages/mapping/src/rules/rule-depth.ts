import type { Diagnostic } from '@patchbay/model/errors';
import { isStructure } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';

/** Rules inside rules. JSON that is read is nested less deep; what a program makes may be deeper. */
const maxRuleDepth = 200;

/** Without recursion: this is what guards the recursion of all else. */
export function tooDeep({ root }: MappingDocument): Diagnostic | undefined {
  let level: MappingRule[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxRuleDepth) {
      const message = `Rules are nested more than ${maxRuleDepth} levels deep. Move the inner ones to a mapping of their own.`;
      return { severity: 'error', code: 'mapping.tooDeep', message, at: { field: 'mapping' } };
    }
    level = level.flatMap((rule) => (isStructure(rule) ? Object.values(rule.fields) : []));
  }
  return undefined;
}
