/** What the status bar says of the clip at the cursor. */

/** The answer of `storyc/status`; what is not known is null. */
export interface Status {
  clip: { index: number; title: string; slug: string };
  planned: number | null;
  paid: number | null;
  price_usd: number | null;
}

/** `9.5 / 10 s · 1.25 USD`: the seconds that the shots fill, those that are paid for, and the price. */
export function summary(status: Status): string {
  const { planned, paid, price_usd: price } = status;
  const parts: string[] = [];
  if (paid !== null) {
    parts.push(planned === null || planned === paid ? `${paid} s` : `${planned} / ${paid} s`);
  }
  if (price !== null) {
    parts.push(`${price} USD`);
  }
  return parts.join(" · ") || "storyc";
}

/** What the status bar says when the pointer rests on it. */
export function details(status: Status): string {
  const { clip, planned, paid, price_usd: price } = status;
  const lines = [clip.title ? `Clip ${clip.index}: ${clip.title}` : `Clip ${clip.index}`];
  if (planned !== null && paid !== null && planned !== paid) {
    const rest = Math.round((paid - planned) * 1000) / 1000;
    lines.push(rest > 0 ? `${rest} s have no shot` : `${-rest} s more than the clip has`);
  }
  lines.push(price === null ? "The price is not known" : `${price} USD for this clip`);
  return lines.join("\n");
}
