/** A bar from 0 to 1, with its words beside it for those who do not see it. */
export function Progress({
  value,
  label,
  failed = false,
}: {
  value: number;
  label: string;
  failed?: boolean;
}) {
  const percent = Math.round(Math.max(0, Math.min(1, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-1.5 w-full overflow-hidden rounded-full bg-raised"
    >
      <div
        className={`h-full rounded-full transition-[width] duration-500 ${failed ? 'bg-danger' : 'bg-working'}`}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
