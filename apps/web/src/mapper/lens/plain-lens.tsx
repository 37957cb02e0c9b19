import { useMapperData } from '../mapper-context.ts';
import { shapeFacts, typeWord } from '../rows/type-words.ts';
import { fieldName } from '../rules/use-rule-edit.ts';
import type { PaneProps } from '../slots.tsx';

/** What the target asks for at the selected row. */
export function PlainLens({ path }: PaneProps) {
  const { targetAt, targetNodes } = useMapperData();
  const node = path === null ? undefined : targetNodes[targetAt.get(path) ?? -1];
  if (path === null || node === undefined) return <div className="dotted-ground h-full" />;
  const words = [
    node.shape === undefined ? undefined : typeWord(node.shape),
    node.shape?.required === true ? 'required' : undefined,
    ...shapeFacts(node.shape),
  ].filter((word) => word !== undefined && word !== '');
  return (
    <div className="dotted-ground flex h-full items-start gap-2 px-3 py-2">
      <span className="inline-flex h-6 items-center rounded-1 border border-accent-line bg-accent-soft px-1.5 text-12 font-medium text-accent-text">
        {fieldName(path)}
      </span>
      <span className="py-1 text-12 text-ink-2">{words.join(' · ')}</span>
    </div>
  );
}
