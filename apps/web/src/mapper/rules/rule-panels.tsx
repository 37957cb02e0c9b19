import { useMapper, useMapperState } from '../mapper-context.ts';
import { FunctionPanel } from '../functions/function-panel.tsx';
import { QualifierPanel } from '../qualifiers/qualifier-panel.tsx';
import { DetailsPanel } from './details-panel.tsx';
import { LoopPanel } from './loop-panel.tsx';

/** The panel beside a row, when one is open. Closing it gives the focus back to the row. */
export function RulePanels() {
  const { store } = useMapper();
  const panel = useMapperState((state) => state.panel);
  if (panel === null) return null;
  const close = (): void => {
    const key = panel.kind === 'function' ? panel.key : panel.path;
    store.getState().show({ panel: null, reveal: { side: 'target', key, focus: true } });
  };
  if (panel.kind === 'function')
    return <FunctionPanel path={panel.path} rowKey={panel.key} line={panel.line} onClose={close} />;
  if (panel.kind === 'qualifier') return <QualifierPanel key={panel.path} path={panel.path} onClose={close} />;
  return panel.kind === 'loop' ? (
    <LoopPanel key={panel.path} path={panel.path} onClose={close} />
  ) : (
    <DetailsPanel key={panel.path} path={panel.path} onClose={close} />
  );
}
