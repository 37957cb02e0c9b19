// Texts that stand in the rules of what is secret by its name are not written out: a specification is handed to others.
import { lexExpression, quoteText } from '@patchbay/model/expression';
import type { Lookup, MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { isStructure } from '@patchbay/model/mapping';
import { namesSecret, secretMask, withoutSecrets } from '@patchbay/model/schema';
import { mapRootTexts } from '../edit/map-texts.ts';
import type { MappingView } from '../lineage/mapping-view.ts';
import { rootScopeOf } from '../lineage/rule-scope.ts';

/** The document as it is shown: `'hunter2'` for a password, or in a named value `apiKey`, is `"•••"`. */
export function maskedTexts(view: MappingView): MappingDocument {
  return mapRootTexts(view.doc, rootScopeOf(view), (text, { path, part }) =>
    namesSecret(path) || namesSecret(part) ? withoutTexts(text) : text,
  );
}

function withoutTexts(text: string): string {
  let shown = '';
  let from = 0;
  for (const { kind, start, end } of lexExpression(text)) {
    if (kind !== 'string') continue;
    shown += text.slice(from, start) + quoteText(secretMask);
    from = end;
  }
  return shown + text.slice(from);
}

/** The rule at a path, where it holds values and no expressions. */
export function maskedValues(path: string, rule: MappingRule | undefined): MappingRule | undefined {
  if (rule === undefined || isStructure(rule) || !namesSecret(path)) return rule;
  if ('const' in rule) return { ...rule, const: withoutSecrets(rule.const, true).value };
  return rule.default === undefined ? rule : { ...rule, default: withoutSecrets(rule.default, true).value };
}

/** A table whose name says that what stands in it is secret. */
export function maskedTable(name: string, table: Lookup): Lookup {
  if (!namesSecret(name) || !('values' in table)) return table;
  const values = Object.fromEntries(
    Object.entries(table.values).map(([key, value]) => [key, withoutSecrets(value, true).value]),
  );
  return { ...table, values };
}
