export function Explanation(_props: { actor: unknown; hostId: string }) {
  return null;
}
