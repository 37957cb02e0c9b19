import { parsePath } from '@patchbay/model/expression';
import { DataPill, iconNamed } from '../../ui/index.ts';
import type { DataSource } from '../preview/preview-scope.ts';

/** `Map to canonical order › currency`: a path in the words of the canvas. */
export function pathWords(path: string, sources: readonly DataSource[]): { icon: string; words: string } {
  const source = sources.find(
    ({ root }) => path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`),
  );
  if (source === undefined) return { icon: 'braces', words: path };
  const rest = path.slice(source.root.length).replace(/^\./, '');
  const words = rest === '' ? [] : [rest.replaceAll('`', '').replaceAll('.', ' › ')];
  return { icon: source.icon, words: [source.label, ...words].join(' › ') };
}

export interface PathPillProps {
  readonly path: string;
  readonly sources: readonly DataSource[];
  readonly onRemove?: () => void;
}

export function PathPill({ path, sources, onRemove }: PathPillProps) {
  const { icon, words } = pathWords(path, sources);
  return (
    <DataPill
      icon={iconNamed(icon)}
      name={words}
      className="min-w-0 shrink"
      {...(onRemove === undefined ? {} : { onRemove })}
    >
      {words}
    </DataPill>
  );
}

/** Whether an expression is nothing but a path, so that it can be shown as a pill. */
export const isPath = (text: string): boolean => parsePath(text) !== undefined && text.trim() !== '';
