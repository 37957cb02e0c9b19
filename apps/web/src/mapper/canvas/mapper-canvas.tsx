import { useMemo, useState } from 'react';
import { sampleValues } from '../data/sample-values.ts';
import { LinesLayer } from '../lines/lines-layer.tsx';
import { useHost, useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import { useSourceRows, useTargetRows } from '../rows/use-side-rows.ts';
import { ColumnGrip } from './column-grip.tsx';
import { rememberedColumns, rememberColumns } from './columns.ts';
import { listPositions } from './list-positions.ts';
import { SourcePanel } from './source-panel.tsx';
import { TargetPanel } from './target-panel.tsx';

/** The two trees with the lines between them. */
export function MapperCanvas({ layout }: { readonly layout: 'page' | 'docked' }) {
  const { store } = useMapper();
  const { doc } = useHost();
  const data = useMapperData();
  const { sources, sample, lines } = data;
  const positions = useMapperState((state) => state.positions);
  const lead = useMapperState((state) => state.lead);
  const [columns, setColumns] = useState(() => rememberedColumns(layout));
  const positionOf = useMemo(() => listPositions(lines, positions), [lines, positions]);
  const values = useMemo(
    () =>
      sampleValues({
        sources,
        scope: sample?.scope ?? {},
        froms: Object.fromEntries(
          Object.entries(doc.sources ?? {}).flatMap(([name, { from }]) => (from === undefined ? [] : [[name, from]])),
        ),
        positionOf,
      }),
    [sources, sample, doc.sources, positionOf],
  );
  const feeding = useMemo(
    () => new Set(lead === null ? [] : lines.filter((line) => line.target === lead).map((line) => line.source)),
    [lead, lines],
  );
  const source = useSourceRows(values);
  const target = useTargetRows();
  return (
    <div
      className="mapper-canvas"
      style={{
        gridTemplateColumns: `minmax(200px, ${columns.source}fr) minmax(90px, ${columns.lines}fr) minmax(320px, ${columns.target}fr)`,
      }}
      onPointerLeave={() => store.getState().show({ hover: null })}
    >
      <SourcePanel rows={source} values={values} feeding={feeding} />
      <div className="mapper-middle">
        <ColumnGrip
          label="Width of the source"
          edge="left"
          columns={columns}
          onChange={(next) => {
            setColumns(next);
            rememberColumns(layout, next);
          }}
        />
        <LinesHead />
        <LinesLayer source={source} target={target} />
        <ColumnGrip
          label="Width of the target"
          edge="right"
          columns={columns}
          onChange={(next) => {
            setColumns(next);
            rememberColumns(layout, next);
          }}
        />
      </div>
      <TargetPanel rows={target} />
    </div>
  );
}

/** What the strokes mean. */
function LinesHead() {
  return (
    <div className="lines-head" aria-hidden>
      <span>
        <svg width="20" height="8">
          <path className="direct" d="M0 4H20" />
        </svg>
        rule
      </span>
      <span>
        <svg width="20" height="8">
          <path className="loop" d="M0 2H20M0 6H20" />
        </svg>
        loop
      </span>
      <span>
        <svg width="20" height="8">
          <path className="suggested" d="M0 4H20" />
        </svg>
        suggested
      </span>
    </div>
  );
}
