import type { ReactNode } from 'react';

/**
 * A dense table that scrolls sideways on a narrow window rather than breaking.
 * What it holds for screen readers alone is placed within it, and widens no page.
 */
export function Table({ head, children }: { head: ReactNode[]; children: ReactNode }) {
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            {head.map((cell, index) => (
              // The columns of one table never change places.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <th key={index} scope="col" className="h-9 px-4 font-medium whitespace-nowrap">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </div>
  );
}

export function Row({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <tr className={`hover:bg-raised/60 ${className}`}>{children}</tr>;
}

export function Cell({
  children,
  className = '',
  wide = false,
}: {
  children?: ReactNode;
  className?: string;
  /** Takes what room is left, and cuts long text. */
  wide?: boolean;
}) {
  return (
    <td
      className={`h-10 px-4 py-1.5 ${wide ? 'w-full max-w-0 min-w-44 truncate' : 'whitespace-nowrap'} ${className}`}
    >
      {children}
    </td>
  );
}
