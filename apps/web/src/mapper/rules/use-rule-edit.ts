import { pathNames } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { setRule } from '@patchbay/mapping/edit';
import { useMemo } from 'react';
import { mistakesIn, withDraft } from '../formula/formula-draft.ts';
import type { FormulaDraft } from '../formula/formula-draft.ts';
import type { Before } from '../formula/typing.ts';
import { useMapper } from '../mapper-context.ts';
import type { Mapper } from '../mapper-context.ts';
import { ruleText } from '../rows/rule-text.ts';
import { withPart } from './with-part.ts';

export interface RuleEdit {
  /** Writes one expression of a rule; typing in one of them is one step of undo. */
  readonly setText: (path: string, part: string, text: string) => void;
  /** The same where the text can be read; else it is kept as a draft, and what is wrong is handed back. */
  readonly write: (path: string, part: string, text: string) => string | undefined;
  /** What was typed is a draft only: the rule says again what it said before. */
  readonly putAside: (path: string, part: string, draft: string, before: Before) => void;
  /** The rule says again what it said before, and nothing waits. */
  readonly putBack: (path: string, part: string, before: Before) => void;
  /** Throws a draft away. */
  readonly dropDraft: (path: string, part: string) => void;
}

export const fieldName = (path: string): string => pathNames(path).join('.') || 'the result';

export function useRuleEdit(): RuleEdit {
  const mapper = useMapper();
  return useMemo(
    () => ({
      setText: (path, part, text) => setText(mapper, { path, part, text }),
      write: (path, part, text) => {
        const rule = ruleOf(mapper, path);
        const of = rule === undefined ? '' : ruleText(rule, part);
        // What stands there already is left as it is, whoever wrote it.
        const [mistake] = text === of ? [] : mistakesIn(rule, part, text);
        if (mistake === undefined && text !== of) setText(mapper, { path, part, text });
        keepDraft(mapper, `${path}${part}`, mistake === undefined ? null : { text, of });
        return mistake?.message;
      },
      putAside: (path, part, text, before) => {
        restore(mapper, { path, part, before });
        keepDraft(mapper, `${path}${part}`, { text, of: before.text });
      },
      putBack: (path, part, before) => {
        restore(mapper, { path, part, before });
        keepDraft(mapper, `${path}${part}`, null);
      },
      dropDraft: (path, part) => keepDraft(mapper, `${path}${part}`, null),
    }),
    [mapper],
  );
}

function ruleOf(mapper: Mapper, path: string): MappingRule | undefined {
  const { targetAt, targetNodes } = mapper.data();
  return targetNodes[targetAt.get(path) ?? -1]?.rule;
}

function keepDraft({ store }: Mapper, place: string, draft: FormulaDraft | null): void {
  const { drafts, show } = store.getState();
  const next = withDraft(drafts, place, draft);
  if (next !== drafts) show({ drafts: next });
}

interface Restored {
  readonly path: string;
  readonly part: string;
  readonly before: Before;
}

/** Belongs to the typing that it ends: together they are no step of undo. */
function restore(mapper: Mapper, { path, part, before }: Restored): void {
  if (!before.isNone) {
    setText(mapper, { path, part, text: before.text });
    return;
  }
  const next = setRule(mapper.host().doc, path, undefined);
  mapper.edit(next, { label: `No rule for ${fieldName(path)}`, coalesce: `${path}${part}` });
}

function setText(mapper: Mapper, edit: { readonly path: string; readonly part: string; readonly text: string }): void {
  const { path, part, text } = edit;
  const { doc } = mapper.host();
  const rule = ruleOf(mapper, path);
  if (rule === undefined && text.trim() === '') return;
  const next = setRule(doc, path, withPart(rule, part, text));
  if (next !== doc) mapper.edit(next, { label: `Rule of ${fieldName(path)}: ${text}`, coalesce: `${path}${part}` });
}
