package io.vestibule.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A curve as SVG, with a logarithmic axis from left to right and a linear one from zero upwards. Drawn by hand, because the
 * plotting libraries for Java need the fonts of a desktop, which servers have not. Immutable.
 *
 * @param words what is written on it
 * @param points the measurements, at least one, with keys of at least 1
 */
public record Plot(Words words, SortedMap<Double, Double> points) {

    /**
     * What is written on it.
     *
     * @param title what is shown
     * @param across what grows
     * @param up what is measured, with its unit
     */
    public record Words(String title, String across, String up) {}

    private static final int WIDTH = 560;
    private static final int HEIGHT = 280;
    private static final int LEFT = 70;
    private static final int RIGHT = 30;
    private static final int TOP = 44;
    private static final int BOTTOM = 52;
    private static final int LINES = 4;
    private static final double HEADROOM = 1.15;

    public Plot {
        points = new TreeMap<>(points);
        if (points.isEmpty() || points.firstKey() < 1) {
            throw new IllegalArgumentException(words.title() + ": nothing to draw");
        }
    }

    /** @return the document; grey and blue, so that it can be read on a light page and on a dark one */
    public String svg() {
        StringBuilder svg = new StringBuilder(4096);
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" fill="#808080">
                """.formatted(WIDTH, HEIGHT));
        text(svg, LEFT, 20, "start", words.title());
        text(svg, LEFT, 36, "start", words.up());
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10.0, "middle", words.across());
        grid(svg);
        curve(svg);
        return svg.append("</svg>\n").toString();
    }

    private void grid(StringBuilder svg) {
        double most = most();
        for (int line = 0; line <= LINES; line++) {
            double value = most * line / LINES;
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %.1fH%d\" stroke=\"#808080\" stroke-opacity=\".35\"/>%n",
                    LEFT,
                    y(value),
                    WIDTH - RIGHT));
            text(svg, LEFT - 8.0, y(value) + 4, "end", number(value));
        }
        points.keySet().forEach(key -> text(svg, x(key), HEIGHT - BOTTOM + 18.0, "middle", number(key)));
    }

    private void curve(StringBuilder svg) {
        List<String> corners = points.entrySet().stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point.getKey()), y(point.getValue())))
                .toList();
        svg.append("<polyline points=\"%s\" fill=\"none\" stroke=\"#2f81f7\" stroke-width=\"2\"/>%n"
                .formatted(String.join(" ", corners)));
        points.forEach((key, value) -> {
            svg.append(String.format(
                    Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"#2f81f7\"/>%n", x(key), y(value)));
            text(svg, x(key), y(value) - 9, "middle", number(value));
        });
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                escaped(text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private double x(double key) {
        double whole = Math.log(points.lastKey() / points.firstKey());
        double part = whole == 0 ? 0.5 : Math.log(key / points.firstKey()) / whole;
        int inset = (WIDTH - LEFT - RIGHT) / 16;
        return LEFT + inset + part * (WIDTH - LEFT - RIGHT - 2 * inset);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / most() * (HEIGHT - BOTTOM - TOP);
    }

    private double most() {
        double highest =
                points.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return highest == 0 ? 1 : highest * HEADROOM;
    }

    private static String number(double value) {
        return value >= 10 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
