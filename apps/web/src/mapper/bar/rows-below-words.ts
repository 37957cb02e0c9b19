import { many } from '../../ui/index.ts';

interface Below {
  readonly source: number;
  readonly target: number;
}

/** What a longer scroll would show: `54 source and 13 target rows below`, and only of the side that has some. */
export function rowsBelowWords({ source, target }: Below): string {
  const sides = [...(source > 0 ? [`${many(source)} source`] : []), ...(target > 0 ? [`${many(target)} target`] : [])];
  return `${sides.join(' and ')} ${source + target === 1 ? 'row' : 'rows'} below`;
}
