import { itemSlots } from './environment.ts';
import type { Environment } from './environment.ts';

/** What a `$` name means where it stands. */
export type SpecialMeaning =
  | { readonly kind: 'slot'; readonly slot: number }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'now' }
  | { readonly kind: 'unknown'; readonly message: string };

export function specialMeaning(name: string, environment: Environment): SpecialMeaning {
  switch (name) {
    case '':
    case 'index':
    case 'parent': {
      const slots = itemSlots(environment, name === 'parent' ? 1 : 0);
      if (slots === undefined) return { kind: 'nothing' };
      return { kind: 'slot', slot: name === 'index' ? slots.index : slots.item };
    }
    case 'target':
      return environment.target === undefined ? { kind: 'nothing' } : { kind: 'slot', slot: environment.target };
    case 'source':
      return environment.source === undefined ? { kind: 'nothing' } : { kind: 'slot', slot: environment.source };
    case 'vars':
      return { kind: 'slot', slot: environment.layout.root('vars') };
    case 'now':
      return { kind: 'now' };
    default:
      return {
        kind: 'unknown',
        message: `$${name} is not known. There are $, $index, $parent, $target, $source, $vars and $now.`,
      };
  }
}
