import { CircleCheck, CircleX, FlaskConical } from 'lucide-react';
import { Button, Spinner } from '../../ui/index.ts';
import { useMapper, useMapperState } from '../mapper-context.ts';
import { testCounts } from './tests-state.ts';

/** How the tests stand; opens their list. Nothing while there is none. */
export function TestsButton() {
  const { store } = useMapper();
  const { verdicts, status } = useMapperState((state) => state.tests);
  const isOpen = useMapperState((state) => state.drawer === 'tests');
  const { passed, failed } = testCounts(verdicts);
  return (
    <Button
      size="small"
      look="ghost"
      aria-expanded={isOpen}
      className={failed > 0 ? 'text-bad' : ''}
      onClick={() => store.getState().show({ drawer: isOpen ? null : 'tests' })}
    >
      {status === 'stale' && verdicts.size > 0 ? (
        <Spinner />
      ) : failed > 0 ? (
        <CircleX size={14} aria-hidden />
      ) : passed > 0 ? (
        <CircleCheck size={14} aria-hidden className="text-ok" />
      ) : (
        <FlaskConical size={14} aria-hidden />
      )}
      {verdicts.size === 0 ? 'Tests' : countWords({ passed, failed })}
    </Button>
  );
}

/** `2 of 3 tests failed` · `3 tests passed`. */
export function countWords({ passed, failed }: { readonly passed: number; readonly failed: number }): string {
  const all = passed + failed;
  const tests = all === 1 ? 'test' : 'tests';
  if (failed === 0) return `${passed} ${tests} passed`;
  return passed === 0 ? `${failed} ${tests} failed` : `${failed} of ${all} tests failed`;
}
