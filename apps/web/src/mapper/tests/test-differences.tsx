import type { TestVerdict, ValueDifference } from '@patchbay/mapping';
import { useMapper } from '../mapper-context.ts';
import type { Mapper } from '../mapper-context.ts';
import { differenceWords, jsonWords, ruleOfPlace } from './difference-words.ts';
import { placeWords } from '../../ui/index.ts';
import { failureWords } from '../problems/problem-words.ts';

const mostShown = 20;

/** What a failed test differs in, place by place; a press goes to the rule. */
export function TestDifferences({ verdict }: { readonly verdict: TestVerdict }) {
  const mapper = useMapper();
  const { differences, problems } = verdict;
  const left = differences.length - mostShown;
  return (
    <ul className="mt-1 ml-5.5 grid gap-1 text-12">
      {problems.slice(0, mostShown).map(({ path, rule, message }, at) => (
        <li key={`problem${at}`}>
          <button
            type="button"
            className="block w-full rounded-1 px-1 text-left hover:bg-hover"
            onClick={() => mapper.goTo(rule)}
          >
            {path === '' ? null : <span className="block font-medium">{placeWords(path)}</span>}
            <span className="text-bad wrap-anywhere">{failureWords({ message })}</span>
          </button>
        </li>
      ))}
      {differences.slice(0, mostShown).map((difference) => (
        <li key={difference.path}>
          <button
            type="button"
            className="block w-full rounded-1 px-1 text-left hover:bg-hover"
            aria-label={differenceWords(difference)}
            onClick={() => goToPlace(mapper, difference.path)}
          >
            <span className="block font-medium wrap-anywhere">{placeWords(difference.path)}</span>
            <DifferenceValues difference={difference} />
          </button>
        </li>
      ))}
      {left > 0 ? <li className="px-1 text-ink-3">and {left} more</li> : null}
    </ul>
  );
}

function DifferenceValues({ difference: { path, expected, actual } }: { readonly difference: ValueDifference }) {
  return (
    <span className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
      <span className="text-ink-3">expected</span>
      {expected === undefined ? (
        <span className="text-ink-3">nothing</span>
      ) : (
        <code className="wrap-anywhere">{jsonWords(expected, path)}</code>
      )}
      <span className="text-ink-3">now</span>
      {actual === undefined ? (
        <span className="text-bad">nothing</span>
      ) : (
        <code className="text-bad wrap-anywhere">{jsonWords(actual, path)}</code>
      )}
    </span>
  );
}

/** The rule's row, with the item that differs shown. */
function goToPlace(mapper: Mapper, place: string): void {
  const { path, positions } = ruleOfPlace(mapper.host().doc, place);
  const { store } = mapper;
  store.getState().show({ positions: { ...store.getState().positions, ...positions } });
  let at = path;
  const { targetAt } = mapper.data();
  while (at !== '' && !targetAt.has(at)) at = at.slice(0, at.lastIndexOf('/'));
  mapper.goTo(at);
}
