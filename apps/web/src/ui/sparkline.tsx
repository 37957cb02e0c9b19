/** The course of a few numbers, without axis: 96 × 40. */
export function Sparkline({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  if (values.length < 2) return null;
  const [width, height, edge] = [96, 40, 4];
  const most = Math.max(...values, 1);
  const points = values.map(
    (value, index) =>
      [
        edge + (index / (values.length - 1)) * (width - 2 * edge),
        height - edge - (value / most) * (height - 2 * edge),
      ] as const,
  );
  const last = points.at(-1);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      className="flex-none"
    >
      <polyline
        points={points.map((point) => point.join(',')).join(' ')}
        fill="none"
        stroke="var(--edge-on)"
        strokeWidth={1.5}
        strokeLinejoin="round"
      />
      {last === undefined ? null : <circle cx={last[0]} cy={last[1]} r={2.5} fill="var(--edge-on)" />}
    </svg>
  );
}
