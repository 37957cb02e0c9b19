import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';

export interface RuleText {
  readonly text: string;
  /** As in diagnostics: empty for the rule's value, `#where`. */
  readonly part: string;
}

/** The expressions of a rule alone, without those of rules inside it. */
export function textsOfRule(rule: MappingRule): RuleText[] {
  const texts: RuleText[] = [];
  const add = (text: string | undefined, part: string): void => {
    if (text !== undefined) texts.push({ text, part });
  };
  add(rule.when, '#when');
  if (isStructure(rule)) {
    if (isLoop(rule)) {
      add(rule.for, '#for');
      rule.join?.forEach((join, at) => {
        add(join.in, `#join.${at}.in`);
        add(join.on?.key, `#join.${at}.key`);
        add(join.on?.item, `#join.${at}.item`);
      });
      add(rule.where, '#where');
      add(rule.distinct, '#distinct');
      add(rule.groupBy, '#groupBy');
      rule.orderBy?.forEach((key, at) => add(typeof key === 'string' ? key : key.by, `#orderBy.${at}`));
      add(rule.limit, '#limit');
    }
    for (const [name, text] of Object.entries(rule.let ?? {})) add(text, `#let.${name}`);
  } else if ('expr' in rule) add(rule.expr, '');
  else if ('lookup' in rule) add(rule.key, '');
  else if ('switch' in rule) {
    rule.switch.forEach((one, at) => {
      add(one.when, `#switch.${at}.when`);
      add(one.then, `#switch.${at}.then`);
    });
    add(rule.otherwise, '#otherwise');
  } else if ('map' in rule) {
    if (typeof rule.with === 'string') add(rule.with, '#with');
    else for (const [name, text] of Object.entries(rule.with)) add(text, `#with.${name}`);
  }
  return texts;
}
