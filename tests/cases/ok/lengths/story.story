A paper boat on a city gutter, from the height of a beetle.
Cut 1 (2s): Rain begins, one drop at a time.
Cut 2 (3s): The boat lifts off the kerb.
Cut 3 · 3 sec The drain ahead, roaring.
Cut 4 [2s] A child's hand takes the boat out of the water.
