import { settings } from "@/settings";

/** Whole fen as people read money, "1,234.50", without floating-point dust; a minus where less than nothing. */
export function yuanText(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100);
  const rest = String(Math.abs(fen) % 100).padStart(2, "0");
  return `${fen < 0 ? "−" : ""}${numberText(whole)}.${rest}`;
}

/** A number with its thousands marked. */
export function numberText(value: number): string {
  return new Intl.NumberFormat(settings.language === "en" ? "en-GB" : "zh-CN", { maximumFractionDigits: 6 }).format(
    value,
  );
}
