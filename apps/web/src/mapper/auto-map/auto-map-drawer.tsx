import { useState } from 'react';
import { Drawer } from '../bar/drawer.tsx';
import { Button, Spinner } from '../../ui/index.ts';
import { useHost, useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import { SuggestionRow } from './suggestion-row.tsx';
import type { Band, Suggestion } from './suggestion.ts';
import { useSuggestionActions } from './use-suggestion-actions.ts';

const bandWords: Readonly<Record<Band, { title: string; hint: string }>> = {
  high: { title: 'High', hint: '90 % and more: nearly always right' },
  medium: { title: 'Medium', hint: '70 to 90 %: worth a look' },
  low: { title: 'Low', hint: '55 to 70 %: often wrong' },
};
const bands: readonly Band[] = ['high', 'medium', 'low'];

/** All suggestions by how sure they are. High ones are chosen beforehand; what is chosen is accepted in one step. */
export function AutoMapDrawer({ onClose }: { readonly onClose: () => void }) {
  const { goTo } = useMapper();
  const { view } = useMapperData();
  const { mayEdit } = useHost();
  const suggestions = useMapperState((state) => state.suggestions);
  const matching = useMapperState((state) => state.matching);
  const ask = useMapperState((state) => state.ask);
  const actions = useSuggestionActions();
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [showsLow, setShowsLow] = useState(false);
  // High stands chosen until a person turns it round; the others the other way about.
  const isChosen = (one: Suggestion): boolean => (one.band === 'high') !== turned.has(one.target);
  const shown = suggestions.filter(({ band }) => band !== 'low' || showsLow);
  const chosen = shown.filter(isChosen);
  const turn = (one: Suggestion): void => {
    const next = new Set(turned);
    if (!next.delete(one.target)) next.add(one.target);
    setTurned(next);
  };
  const low = suggestions.filter(({ band }) => band === 'low').length;
  return (
    <Drawer
      title="Auto-map"
      aside={matching.status === 'running' ? <Spinner /> : `${suggestions.length - low} suggested`}
      onClose={onClose}
      footer={
        mayEdit ? (
          <>
            <Button look="primary" disabled={chosen.length === 0} onClick={() => actions.accept(chosen)}>
              {chosen.length === 0 ? 'Accept' : `Accept ${chosen.length}`}
            </Button>
            <Button disabled={chosen.length === 0} onClick={() => actions.reject(chosen)}>
              Put aside
            </Button>
            <span className="flex-1" />
            <Button look="ghost" disabled={ask === null} onClick={() => ask?.()}>
              Look again
            </Button>
          </>
        ) : undefined
      }
    >
      {matching.status === 'failed' ? <p className="note bad">{matching.words}</p> : null}
      {view.target === undefined ? (
        <p className="note">Auto-map needs the shape of the target. Choose a schema for it first.</p>
      ) : shown.length === 0 && matching.status !== 'running' ? (
        <p className="note">
          {matching.status === 'none'
            ? 'These schemas are large, so nothing was looked for yet. Choose “Look again” to begin.'
            : 'No field without a rule has a likely source.'}
        </p>
      ) : null}
      {bands.map((band) => {
        const list = shown.filter((one) => one.band === band);
        if (list.length === 0) return null;
        const all = list.every(isChosen);
        return (
          <section key={band} aria-label={bandWords[band].title}>
            <h3>
              <label>
                <input
                  type="checkbox"
                  checked={all}
                  onChange={() => setTurned(withAll({ turned, list, chosen: !all }))}
                />
                {bandWords[band].title} · {list.length}
              </label>
              <span>{bandWords[band].hint}</span>
            </h3>
            {list.map((one) => (
              <SuggestionRow
                key={one.target}
                suggestion={one}
                isChosen={isChosen(one)}
                onTurn={() => turn(one)}
                onShow={() => goTo(one.target)}
              />
            ))}
          </section>
        );
      })}
      {low > 0 && !showsLow ? (
        <Button look="ghost" size="small" className="m-2" onClick={() => setShowsLow(true)}>
          {low === 1 ? 'Show 1 unsure one' : `Show ${low} unsure ones`}
        </Button>
      ) : null}
    </Drawer>
  );
}

/** Turned so that all of the list are chosen, or none. */
function withAll(given: {
  readonly turned: ReadonlySet<string>;
  readonly list: readonly Suggestion[];
  readonly chosen: boolean;
}): ReadonlySet<string> {
  const next = new Set(given.turned);
  for (const { target, band } of given.list) {
    if ((band === 'high') === given.chosen) next.delete(target);
    else next.add(target);
  }
  return next;
}
