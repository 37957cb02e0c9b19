import { useMapperData } from '../mapper-context.ts';

/** Below the trees: what is out of view, which item is shown, and what is wrong with the selected row. */
export function StatusStrip() {
  const { unused } = useMapperData();
  return (
    <div className="status-strip">
      <span className="flex-1" />
      <span>{unused.size} source fields not used</span>
    </div>
  );
}
