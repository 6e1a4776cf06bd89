/** What a search of the palette finds. */
export interface Found {
  kind: string;
  name: string;
  note: string;
  href: string;
}
