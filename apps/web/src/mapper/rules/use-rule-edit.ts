import { pathNames } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { ruleAt, setRule } from '@patchbay/mapping/edit';
import { useMemo } from 'react';
import { forgetDraft, keepDraft } from '../drafts/change-drafts.ts';
import { markOf, mistakesIn } from '../drafts/formula-draft.ts';
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
  /** A text is a draft as long as nobody says that it is meant: a line that is still typed in. */
  readonly hold: (path: string, part: string, text: string) => void;
  /** What was typed is a draft only: the rule says again what it said before. */
  readonly putAside: (path: string, part: string, draft: string, before: Before) => void;
  /** The rule says again what it said before, and nothing waits. */
  readonly putBack: (path: string, part: string, before: Before) => void;
  /** Throws the draft of what the rule says now away. */
  readonly dropDraft: (path: string, part: string) => void;
}

export const fieldName = (path: string): string => pathNames(path).join('.') || 'the result';

export function useRuleEdit(): RuleEdit {
  const mapper = useMapper();
  return useMemo(() => ruleEdit(mapper), [mapper]);
}

export function ruleEdit(mapper: Mapper): RuleEdit {
  const textOf = (path: string, part: string): string => {
    const rule = ruleOf(mapper, path);
    return rule === undefined ? '' : ruleText(rule, part);
  };
  const drop = ({ path, part, of }: Typed): void => forgetDraft(mapper, { path, part, of: markOf(of) });
  const keep = ({ path, part, of }: Typed, text: string): void =>
    keepDraft(mapper, { path, part, text, of: markOf(of), at: Date.now() });
  return {
    setText: (path, part, text) => setText(mapper, { path, part, text }),
    write: (path, part, text) => {
      const typed = { path, part, of: textOf(path, part) };
      // What stands there already is left as it is, whoever wrote it.
      const [mistake] = text === typed.of ? [] : mistakesIn(ruleOf(mapper, path), part, text);
      if (mistake === undefined) {
        drop(typed);
        if (text !== typed.of) setText(mapper, { path, part, text });
      } else keep(typed, text);
      return mistake?.message;
    },
    hold: (path, part, text) => {
      const typed = { path, part, of: textOf(path, part) };
      if (text === typed.of || text.trim() === '') drop(typed);
      else keep(typed, text);
    },
    putAside: (path, part, text, before) => {
      drop({ path, part, of: textOf(path, part) });
      restore(mapper, { path, part, before });
      keep({ path, part, of: before.text }, text);
    },
    putBack: (path, part, before) => {
      drop({ path, part, of: textOf(path, part) });
      restore(mapper, { path, part, before });
      drop({ path, part, of: before.text });
    },
    dropDraft: (path, part) => drop({ path, part, of: textOf(path, part) }),
  };
}

interface Typed {
  readonly path: string;
  readonly part: string;
  /** What the rule says that it was typed over. */
  readonly of: string;
}

/** Also that of the whole, which has a row only where it loops or has a condition. */
const ruleOf = (mapper: Mapper, path: string): MappingRule | undefined => ruleAt(mapper.host().doc, path);

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
