import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import { closest } from '../../check/suggest.ts';
import { itemsOf } from '../../check/type-algebra.ts';
import type { TypeScope } from '../../check/type-scope.ts';
import { documentScope } from './document-scope.ts';
import { keySteps } from '../sources.ts';
import { RuleReport } from './rule-report.ts';

/** Where sources come from, and the keys of lookup sources. */
export function checkSources(doc: MappingDocument, around: TypeScope): Diagnostic[] {
  const report = new RuleReport('');
  for (const [name, { from, role, key }] of Object.entries(doc.sources ?? {})) {
    const part = `#source.${name}`;
    if (from !== undefined) report.expression(from, { part, scope: around });
    if (role !== 'lookup') continue;
    if (key === undefined) {
      const message = `“${name}” is a source to look things up in, but it is not said by which field. Name its key.`;
      report.add({ severity: 'warning', code: 'noKey', message, part });
    } else checkKey(name, key, { doc, around, report });
  }
  return report.diagnostics;
}

function checkKey(
  name: string,
  key: string,
  { doc, around, report }: { doc: MappingDocument; around: TypeScope; report: RuleReport },
): void {
  const part = `#source.${name}`;
  const steps = keySteps(key);
  if (steps === undefined) {
    const message = `The key of “${name}” must be the path of a field of its records, such as sku.`;
    report.add({ severity: 'error', code: 'badKey', message, part });
    return;
  }
  let type = itemsOf(documentScope(doc, around).scope.names.get(name));
  for (const step of steps) {
    const { properties } = type;
    if (properties === undefined) return;
    if (!Object.hasOwn(properties, step)) {
      const meant = closest(step, properties);
      const hint = meant === undefined ? '' : ` Did you mean “${meant}”?`;
      report.add({
        severity: 'error',
        code: 'badKey',
        message: `Records of “${name}” have no field “${step}”.${hint}`,
        part,
      });
      return;
    }
    type = properties[step] ?? {};
  }
}
