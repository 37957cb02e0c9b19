import { CircleArrowUp } from 'lucide-react';
import { refWords } from '../library/library-ref.ts';
import { useHost, useMapper } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import { outdatedUses, targetUse } from './outdated-uses.ts';

/** In the head of a side: that a schema of it has a newer version; leads to what that changes. */
export function NewerSign({ side }: { readonly side: Side }) {
  const host = useHost();
  const { store } = useMapper();
  const uses = outdatedUses(host).filter(({ key }) => (key === targetUse) === (side === 'target'));
  const [first, ...others] = uses;
  if (first === undefined) return null;
  const words = others.length === 0 ? `version ${first.newest.version} is there` : `${uses.length} newer versions`;
  const title = uses.map(({ ref, newest }) => `Uses ${refWords(ref)}; version ${newest.version} is there`).join('\n');
  if (!host.mayEdit)
    return (
      <span className="newer" title={title}>
        <CircleArrowUp size={12} aria-hidden />
        {words}
      </span>
    );
  return (
    <button
      type="button"
      className="newer"
      title={title}
      onClick={() => store.getState().show({ drawer: 'schemas', drift: others.length === 0 ? first.key : null })}
    >
      <CircleArrowUp size={12} aria-hidden />
      {words}
    </button>
  );
}
